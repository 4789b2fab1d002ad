package config_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"sluse/internal/platform/config"
)

var (
	inCompose    = regexp.MustCompile(`(?m)^\s+(SLUSE_[A-Z_]+): (.*?)(?: #.*)?$`)
	inDockerfile = regexp.MustCompile(`\b(SLUSE_[A-Z_]+)=(\S+)`)
)

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile("../../../" + file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// between returns what stands in text from one line to another.
func between(t *testing.T, text, from, to string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, "\n"+from+"\n")
	part, _, end := strings.Cut(rest, "\n"+to+"\n")
	if !found || !end {
		t.Fatalf("there is no %q before %q any more", from, to)
	}
	return part
}

// settings are the names that a program's environment may have.
func settings() map[string]bool {
	known := map[string]bool{}
	var add func(of reflect.Type)
	add = func(of reflect.Type) {
		for i := range of.NumField() {
			if name := of.Field(i).Tag.Get("env"); name != "" {
				known[name] = true
			} else if of.Field(i).Type.Kind() == reflect.Struct {
				add(of.Field(i).Type)
			}
		}
	}
	add(reflect.TypeFor[config.Config]())
	return known
}

// What the containers are given is what the program takes: image and each service
// of compose.yaml together are settings that can be started with.
func TestContainersAreGivenSettingsThatExist(t *testing.T) {
	image := inDockerfile.FindAllStringSubmatch(read(t, "Dockerfile"), -1)
	compose, known := read(t, "compose.yaml"), settings()
	for service, part := range map[string]string{
		"sluse": between(t, compose, "  sluse:", "  postgres:"),
		"nodes": between(t, compose, "x-node: &node", "services:"),
	} {
		t.Run(service, func(t *testing.T) {
			given := append(image[:len(image):len(image)], inCompose.FindAllStringSubmatch(part, -1)...)
			if len(given) < 6 {
				t.Fatalf("found only %q", given)
			}
			for _, setting := range given {
				if !known[setting[1]] {
					t.Errorf("%s is no setting", setting[1])
				}
				t.Setenv(setting[1], setting[2])
			}
			c := parse(t)
			if err := c.Check(); err != nil {
				t.Error(err)
			}
			if !c.SendsMail() || c.DatabaseURL == "" || (c.NATSURL != "") != (service == "nodes") {
				t.Errorf("settings %+v", c)
			}
		})
	}
}

// services gives the text of each service of compose.yaml; the nodes stand for one.
func services(t *testing.T, compose string) map[string]string {
	t.Helper()
	found := map[string]string{"node": between(t, compose, "x-node: &node", "services:")}
	names := regexp.MustCompile(`(?m)^  ([a-z]+):\n`)
	block := "\n" + between(t, compose, "services:", "configs:") + "\n"
	for _, at := range names.FindAllStringSubmatchIndex(block, -1) {
		text := block[at[1]:]
		if next := names.FindStringIndex(text); next != nil {
			text = text[:next[0]]
		}
		found[block[at[2]:at[3]]] = text
	}
	return found
}

// Containers come back with the machine, all but the one that has an end; and
// PostgreSQL counts as well once it can be reached, not while its image still
// makes the database, with a server on a socket that then stops.
func TestContainersComeBack(t *testing.T) {
	found := services(t, read(t, "compose.yaml"))
	for _, name := range []string{"sluse", "node", "postgres", "mail", "balancer", "nats", "store"} {
		if !strings.Contains(found[name], "restart: unless-stopped\n") {
			t.Errorf("%s does not come back: %s", name, found[name])
		}
	}
	if text := found["bucket"]; text == "" || strings.Contains(text, "restart:") {
		t.Errorf("bucket ends, and should not begin anew: %s", text)
	}
	if text := found["postgres"]; !regexp.MustCompile(`test: \[CMD, pg_isready, --host=`).MatchString(text) {
		t.Errorf("pg_isready does not ask over TCP: %s", text)
	}
}

// The balancer knows every node, and sends what one does not take to another. Its
// question is not /readyz: it would end all nodes with the bucket that they share.
func TestBalancerOutlivesANode(t *testing.T) {
	compose := read(t, "compose.yaml")
	var nodes []string
	for _, node := range regexp.MustCompile(`(?m)^  (node\d+): \*node$`).FindAllStringSubmatch(compose, -1) {
		nodes = append(nodes, node[1]+":8080")
	}
	if !strings.Contains(read(t, "Dockerfile"), "SLUSE_ADDR=:8080 ") || len(nodes) < 3 {
		t.Fatalf("nodes %q on another port", nodes)
	}
	balancer := between(t, compose, "configs:", "volumes:")
	for _, line := range []string{"reverse_proxy " + strings.Join(nodes, " ") + " {", "health_uri /healthz", "health_timeout ", "lb_try_duration "} {
		if !strings.Contains(balancer, line) {
			t.Errorf("the balancer's settings lack %q: %s", line, balancer)
		}
	}
}
