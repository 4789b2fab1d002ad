package app

// publicOperations lists, by operation id, everything that needs no signing in.
// Whatever does not stand here answers 401 to a stranger.
var publicOperations = []string{
	"get-installation",
}
