package web

import (
	"fmt"
	"net/http"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
)

// onePacket is the size up to which an answer takes one packet anyway: compressing it
// would win nothing.
const onePacket = 1400

// compress makes answers smaller for those who take gzip. What says that it is
// encoded, or in which range of a file it lies, is left as it is.
func (s *Server) compress(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.uncompressed(c) {
			return next(c)
		}
		response := c.Response()
		response.Header().Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
		out := &packing{
			ResponseWriter: response.Writer,
			taken:          c.Request().Method != http.MethodHead && accepts(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip"),
		}
		response.Writer = out
		defer func() { response.Writer = out.ResponseWriter }()
		if err := next(c); err != nil {
			return err
		}
		return out.finish()
	}
}

// packing holds an answer back until it is known whether it is worth compressing.
type packing struct {
	http.ResponseWriter
	taken   bool // gzip, by the client
	status  int  // to be written; 0 for none
	held    []byte
	passing bool
	gzip    *gzip.Writer
}

var gzips = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic("web: " + err.Error())
	}
	return z
}}

// WriteHeader implements http.ResponseWriter.
func (w *packing) WriteHeader(status int) {
	switch {
	case status < http.StatusOK:
		w.ResponseWriter.WriteHeader(status)
	case w.status == 0:
		w.status = status
	}
}

// Write implements http.ResponseWriter.
func (w *packing) Write(text []byte) (int, error) {
	if !w.passing && w.gzip == nil {
		if w.taken && w.mayBeCompressed() && len(w.held)+len(text) <= onePacket {
			w.held = append(w.held, text...)
			return len(text), nil
		}
		if err := w.begin(text); err != nil {
			return 0, err
		}
	}
	if w.gzip != nil {
		return w.gzip.Write(text)
	}
	return w.ResponseWriter.Write(text)
}

func (w *packing) mayBeCompressed() bool {
	h := w.Header()
	return h.Get(echo.HeaderContentEncoding) == "" && h.Get("Content-Range") == "" && w.status != http.StatusNoContent && w.status != http.StatusNotModified
}

// begin writes the header, and what was held back, into what next, and all else, will
// be written to.
func (w *packing) begin(next []byte) error {
	if w.taken && w.mayBeCompressed() {
		h := w.Header()
		if h.Get(echo.HeaderContentType) == "" {
			h.Set(echo.HeaderContentType, http.DetectContentType(append(w.held[:len(w.held):len(w.held)], next...)))
		}
		h.Set(echo.HeaderContentEncoding, "gzip")
		h.Del(echo.HeaderContentLength)
		w.gzip = gzips.Get().(*gzip.Writer)
		w.gzip.Reset(w.ResponseWriter)
	}
	return w.pass()
}

// pass writes what was held back.
func (w *packing) pass() error {
	w.passing = w.gzip == nil
	if w.status != 0 {
		w.ResponseWriter.WriteHeader(w.status)
	}
	held := w.held
	if w.held = nil; len(held) == 0 {
		return nil
	}
	_, err := w.Write(held)
	return err
}

// finish ends the answer.
func (w *packing) finish() error {
	if w.gzip == nil {
		if w.passing {
			return nil
		}
		return w.pass()
	}
	err := w.gzip.Close()
	gzips.Put(w.gzip)
	w.gzip = nil
	if err != nil {
		return fmt.Errorf("compress an answer: %w", err)
	}
	return nil
}

// FlushError is asked for by http.ResponseController: what was written until now is
// sent.
func (w *packing) FlushError() error {
	if w.gzip == nil && !w.passing {
		if err := w.begin(nil); err != nil {
			return err
		}
	}
	if w.gzip != nil {
		if err := w.gzip.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap is asked for by http.ResponseController.
func (w *packing) Unwrap() http.ResponseWriter { return w.ResponseWriter }
