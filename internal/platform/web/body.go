package web

import (
	"errors"
	"fmt"
	"io"
	"net"
)

// errClientGone marks what a body says that ends in the middle: a phone that lost
// its connection while it sent. The same words come from what stands behind us, and
// mean something else there.
var errClientGone = errors.New("the client went away while it sent")

// sentBody is a body whose end in the middle is told apart.
type sentBody struct{ io.ReadCloser }

// Read implements io.Reader.
func (b sentBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	var cut *net.OpError
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &cut) && !cut.Timeout() {
		err = fmt.Errorf("%w: %w", errClientGone, err)
	}
	return n, err
}
