package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// Room is what a route that moves whole files gets in place of the usual bounds.
// Its answers are sent as they are: compressed ones could not be asked for in parts.
type Room struct {
	// Body is the largest body in bytes; 0 leaves the usual bound.
	Body int64
	// Time bounds the whole request, slow lines included.
	Time time.Duration
}

// GiveRoom widens the bounds of one operation, named as in its description:
// a method and a path with {places}. Call it before serving.
func (s *Server) GiveRoom(method, path string, room Room) {
	s.rooms[method+" "+strings.NewReplacer("{", ":", "}", "").Replace(path)] = room
}

// roomOf returns the room of the request's route; false for the usual bounds.
func (s *Server) roomOf(c echo.Context) (Room, bool) {
	room, given := s.rooms[c.Request().Method+" "+c.Path()]
	if room.Body == 0 {
		room.Body = s.options.BodyLimit
	}
	if !given {
		room.Time = s.options.Timeout
	}
	return room, given
}

// extend moves the connection's own deadlines, which suit small requests.
func extend(c echo.Context, by time.Duration) error {
	connection := http.NewResponseController(c.Response())
	end := time.Now().Add(by)
	err := errors.Join(connection.SetReadDeadline(end), connection.SetWriteDeadline(end))
	if err != nil && !errors.Is(err, http.ErrNotSupported) { // a test's recorder has none
		return fmt.Errorf("give a request more time: %w", err)
	}
	return nil
}

func (s *Server) uncompressed(c echo.Context) bool {
	_, given := s.roomOf(c)
	return given || isUpgrade(c)
}

// encodingsOf are the encodings that the request names, in however many lines.
func encodingsOf(c echo.Context) string {
	return strings.Join(c.Request().Header.Values(echo.HeaderAcceptEncoding), ",")
}
