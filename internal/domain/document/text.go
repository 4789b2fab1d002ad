package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"sluse/internal/platform/cpr"
)

// encoding is how a text file writes its letters.
type encoding int

const (
	unicode8 encoding = iota
	// windows is the encoding of older Danish programs; Excel still writes CSV in it.
	windows
	little16
	big16
)

// encodingOf tells the encoding by the first bytes of a text.
func encodingOf(first []byte) encoding {
	switch {
	case bytes.HasPrefix(first, []byte{0xff, 0xfe}):
		return little16
	case bytes.HasPrefix(first, []byte{0xfe, 0xff}):
		return big16
	}
	for len(first) > 0 {
		r, size := utf8.DecodeRune(first)
		if r == utf8.RuneError && size == 1 && utf8.FullRune(first) {
			return windows
		}
		first = first[size:]
	}
	return unicode8
}

// decode reads a piece of text; a letter that is cut off at its end is left out.
func decode(piece []byte, in encoding) string {
	switch in {
	case windows:
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(piece)
		if err != nil {
			decoded = bytes.ToValidUTF8(piece, nil)
		}
		return string(decoded)
	case little16, big16:
		units := make([]uint16, len(piece)/2)
		for i := range units {
			low, high := piece[2*i], piece[2*i+1]
			if in == big16 {
				low, high = high, low
			}
			units[i] = uint16(high)<<8 | uint16(low)
		}
		return string(utf16.Decode(units))
	default:
		return string(bytes.ToValidUTF8(piece, nil))
	}
}

// The text of a file is looked through in pieces; each begins with the end of the
// one before, so that a number on the border is seen whole.
const (
	pieceSize = 1 << 20
	overlap   = 256
)

// scanText looks for what a text must not hold: binary content that is no text,
// and numbers that are likely CPR numbers.
func scanText(content io.Reader) error {
	buffer := make([]byte, pieceSize)
	var in encoding
	before, first := "", true
	for {
		n, err := io.ReadFull(content, buffer)
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !ended {
			return fmt.Errorf("read a text: %w", err)
		}
		if first {
			in, first = encodingOf(buffer[:n]), false
		}
		text := decode(buffer[:n], in)
		if strings.ContainsFunc(text, notText) {
			return refused("file.damaged", nil)
		}
		if masked, found := likelyCPR(before + text); found {
			return refused("file.cpr", map[string]any{"masked": masked})
		}
		if ended {
			return nil
		}
		before = text[max(0, len(text)-overlap):]
		if at := strings.IndexAny(before, " \t\n,;"); at > 0 {
			before = before[at:] // half of a longer number must not look like one of ten digits
		}
	}
}

// notText finds control characters that no text has.
func notText(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7f
}

// likelyCPR returns the first likely CPR number of a text, masked.
func likelyCPR(text string) (masked string, found bool) {
	for _, finding := range cpr.Find(text) {
		if finding.Confidence == cpr.Likely {
			return finding.Masked, true
		}
	}
	return "", false
}
