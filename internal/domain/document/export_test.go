package document

import "strings"

// CleanName is cleanName, for tests.
var CleanName = cleanName

// Examine looks at a content as at one that was sent in, for tests.
func Examine(name, content string) (mediaType string, err error) {
	mediaType, err = inspect(name, strings.NewReader(content), int64(len(content)))
	if err == nil && strings.HasPrefix(mediaType, "text/") {
		err = scanText(strings.NewReader(content))
	}
	return mediaType, err
}
