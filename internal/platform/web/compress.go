package web

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
)

// onePacket is the size up to which an answer takes one packet anyway: compressing it
// would win nothing.
const onePacket = 1400

// compressor makes what a handler writes smaller for those who take gzip. What says
// that it is encoded, or in which range of a file it lies, is left as it is.
var compressor = mustCompress()

func mustCompress() func(http.Handler) http.HandlerFunc {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(onePacket), gzhttp.CompressionLevel(gzip.BestSpeed))
	if err != nil {
		panic("web: " + err.Error())
	}
	return wrap
}

// compress answers in gzip whoever takes it.
func (s *Server) compress(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.uncompressed(c) {
			return next(c)
		}
		request, response := c.Request(), c.Response()
		if request.Method == http.MethodHead || !accepts(encodingsOf(c), "gzip") {
			response.Header().Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
			return next(c)
		}
		request.Header.Set(echo.HeaderAcceptEncoding, "gzip") // the library reads one line and no capitals
		before := response.Writer
		defer func() { response.Writer = before }()
		var failed error
		compressor(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			response.Writer = packing{w}
			failed = next(c)
		})).ServeHTTP(before, request)
		return failed
	}
}

// packing is the way to an answer that may be in gzip, by which writeShared knows it.
type packing struct{ http.ResponseWriter }

// Unwrap is asked for by http.ResponseController.
func (p packing) Unwrap() http.ResponseWriter { return p.ResponseWriter }
