package web

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"sluse/internal/kernel/fault"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
)

// Options is what a Server needs to know.
type Options struct {
	// BaseURL is the address that people use, scheme and host only.
	BaseURL string
	// Version stands in the API's description.
	Version string
	// Sessions tells who asks; nil means that nobody is ever signed in.
	Sessions Sessions
	// Examples are texts for the API's description, by the name of their member.
	Examples map[string]any
	// Public lists the ids of the operations that need no signing in.
	Public []string
	// Refusals lists, by status, the ids of the operations that may answer with it
	// for reasons that their description does not show of itself.
	Refusals map[int][]string
	// Pages is the built frontend, rooted at its 200.html; empty until it is built.
	Pages fs.FS
	// Absent are addresses of pages that this installation does not have: the page says so, with 404.
	Absent []string
	// Previews describes pages to those who run no scripts; nil describes none.
	Previews Previews
	// TrustedProxies are the networks whose X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix
	// Ready are asked by /readyz.
	Ready []Check
	// Metrics wraps every request, nil for none.
	Metrics echo.MiddlewareFunc
	// BodyLimit is the largest body in bytes; 0 means 1 MiB.
	BodyLimit int64
	// Timeout bounds the work on one request; 0 means 30 seconds.
	Timeout time.Duration
	// SignedIn bounds requests of one session; Anonymous those of one address, and
	// AnonymousWrites the unsafe ones among them. Zero values mean the defaults.
	SignedIn, Anonymous, AnonymousWrites Rate
	Log                                  *slog.Logger
}

// The bounds where Options gives none.
const (
	defaultBodyLimit = 1 << 20
	defaultTimeout   = 30 * time.Second
)

func (o *Options) complete() {
	if o.BodyLimit == 0 {
		o.BodyLimit = defaultBodyLimit
	}
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	if o.SignedIn == (Rate{}) {
		o.SignedIn = Rate{PerSecond: 30, Burst: 300}
	}
	if o.Anonymous == (Rate{}) {
		o.Anonymous = Rate{PerSecond: 50, Burst: 500}
	}
	if o.AnonymousWrites == (Rate{}) {
		o.AnonymousWrites = Rate{PerSecond: 2, Burst: 100}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
}

// Server is the HTTP side of the program. Features add their operations to API;
// what is no operation (the websocket, uploads) goes to Echo.
type Server struct {
	API  huma.API
	Echo *echo.Echo

	options Options
	log     *slog.Logger
	public  map[string]bool
	pages   *pages
	health  *health
	origins *http.CrossOriginProtection
	limits  limits
	rooms   map[string]Room

	examples sync.Once
}

// New builds a Server; it listens to nothing until Serve.
func New(options Options) (*Server, error) {
	options.complete()
	loaded, err := loadPages(options.Pages)
	if err != nil {
		return nil, err
	}
	s := &Server{
		Echo: echo.New(), options: options, log: options.Log,
		public: make(map[string]bool, len(options.Public)),
		pages:  loaded, health: &health{checks: options.Ready},
		origins: http.NewCrossOriginProtection(), limits: newLimits(&options), rooms: map[string]Room{},
	}
	if err := s.origins.AddTrustedOrigin(options.BaseURL); err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	for _, operation := range options.Public {
		s.public[operation] = true
	}
	s.Echo.HTTPErrorHandler = func(err error, c echo.Context) { _ = writeProblem(c, err) }
	s.Echo.IPExtractor = clientAddress(options.TrustedProxies)
	s.use()
	s.API = s.newAPI()
	s.mount()
	return s, nil
}

// use puts the layers around every request, the outermost first. Echo builds the
// chain anew for each request: a layer keeps its state in the Server.
func (s *Server) use() {
	s.Echo.Use(s.observe)
	if s.options.Metrics != nil {
		s.Echo.Use(s.options.Metrics)
	}
	s.Echo.Use(
		s.headers,
		onlyAPI(s.compress),
		s.answer,
		onlyAPI(s.wellFormed), onlyAPI(s.sameOrigin), onlyAPI(s.authenticate), onlyAPI(s.limit), onlyAPI(s.bound),
	)
}

// mount adds what is no operation of a feature.
func (s *Server) mount() {
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		s.Echo.Add(method, "/healthz", s.health.alive)
		s.Echo.Add(method, "/readyz", s.health.ready)
		s.Echo.Add(method, "/metrics", notFound) // they have an address of their own
		s.Echo.Add(method, "/*", s.servePage)
	}
	s.Echo.GET("/api/openapi.json", s.serveOpenAPI)
	s.Echo.RouteNotFound("/api", s.apiNotFound)
	s.Echo.RouteNotFound("/api/*", s.apiNotFound)
}

// apiNotFound answers for every address under /api that no operation has: 405
// where another method would do, else 404.
func (s *Server) apiNotFound(c echo.Context) error {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := s.Echo.NewContext(c.Request(), nil)
		s.Echo.Router().Find(method, c.Request().URL.EscapedPath(), other)
		if strings.HasPrefix(other.Path(), "/api/") && !strings.HasSuffix(other.Path(), "*") {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		return notFound(c)
	}
	c.Response().Header().Set(echo.HeaderAllow, strings.Join(allowed, ", "))
	return echo.NewHTTPError(http.StatusMethodNotAllowed)
}

func notFound(echo.Context) error { return fault.NewNotFound("request.path_unknown") }

func onlyAPI(layer echo.MiddlewareFunc) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		layered := layer(next)
		return func(c echo.Context) error {
			if isAPI(c.Request().URL.Path) {
				return layered(c)
			}
			return next(c)
		}
	}
}

// wellFormed refuses addresses that the router would be lenient about, since a
// thing has one address, and texts that no database keeps.
func (s *Server) wellFormed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		address := c.Request().URL
		if strings.HasSuffix(address.Path, "/") || strings.Contains(address.Path, "//") || !storable(address.Path) {
			return notFound(c)
		}
		query, err := url.ParseQuery(address.RawQuery)
		if err != nil {
			return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
		}
		for name, values := range query {
			if !storable(name + strings.Join(values, "")) {
				return echo.NewHTTPError(http.StatusBadRequest)
			}
		}
		return next(c)
	}
}

func storable(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

// bound keeps one request from taking too much: of memory by its body, of time by
// a deadline. A websocket lives on after it.
func (s *Server) bound(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if isUpgrade(c) {
			return next(c)
		}
		room, given := s.roomOf(c)
		if r.ContentLength > room.Body {
			return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
		}
		if given {
			if err := extend(c, room.Time); err != nil {
				return err
			}
		}
		ctx, cancel := context.WithTimeout(r.Context(), room.Time)
		defer cancel()
		r = r.WithContext(ctx)
		r.Body = http.MaxBytesReader(c.Response(), sentBody{r.Body}, room.Body)
		c.SetRequest(r)
		return next(c)
	}
}

func isUpgrade(c echo.Context) bool {
	return strings.EqualFold(c.Request().Header.Get("Upgrade"), "websocket")
}

// clientAddress believes X-Forwarded-For only from proxies that are named.
func clientAddress(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, proxy := range proxies {
		bits := proxy.Addr().BitLen()
		trust = append(trust, echo.TrustIPRange(&net.IPNet{IP: proxy.Addr().AsSlice(), Mask: net.CIDRMask(proxy.Bits(), bits)}))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}
