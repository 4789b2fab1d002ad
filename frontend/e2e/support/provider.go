//go:build ignore

// The OpenID provider of github.com/zitadel/oidc as a program for the browser
// tests: run with the address that it sends people back to, it prints its own.
package main

import (
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

// staff are the people that the provider knows.
type staff map[string]*storage.User

func (s staff) GetUserByID(id string) *storage.User         { return s[id] }
func (s staff) GetUserByUsername(name string) *storage.User { return s[name] }
func (s staff) ExampleClientID() string                     { return "service" }

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	issuer := "http://" + listener.Addr().String()
	user := func(name, email string, verified bool) *storage.User {
		return &storage.User{ID: name, Username: name, Password: "right", Email: email, EmailVerified: verified}
	}
	people := staff{
		"signe":    user("signe", "signe.lauritsen@thisted.example", true),
		"stranger": user("stranger", "nobody@thisted.example", true),
		"claimer":  user("claimer", "henrik.borup@thisted.example", false),
		"outsider": user("outsider", "karim.saleh@viborg.example", true),
	}
	clients := map[string]*storage.Client{"sluse": storage.WebClient("sluse", "secret", os.Args[1])}
	handler := exampleop.SetupServer(issuer, storage.NewStorageWithClients(people, clients), slog.New(slog.DiscardHandler), false)
	fmt.Println(issuer)
	log.Fatal(http.Serve(listener, handler)) //nolint:gosec // a provider for tests, on loopback, ended with them: no timeouts needed
}
