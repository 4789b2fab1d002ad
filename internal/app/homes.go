package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/config"
)

// homes knows whose mail domains are, as the settings say.
type homes struct {
	of       map[string]string
	features *features
}

func (a *App) homes() homes { return homes{a.config.OIDC.Homes(), &a.features} }

// HomesOf implements account.Homes and invitation.Homes. Where no domain has an
// organisation it asks nobody.
func (h homes) HomesOf(ctx context.Context, emails []string) (map[string]actor.Organisation, error) {
	called := map[string]string{}
	for _, email := range emails {
		_, domain, _ := strings.Cut(email, "@")
		if name, is := h.of[domain]; is {
			called[email] = name
		}
	}
	found, err := h.features.programme.OrganisationsCalled(ctx, slices.Sorted(maps.Values(called)))
	if err != nil {
		return nil, err
	}
	out := make(map[string]actor.Organisation, len(called))
	for email, name := range called {
		if organisation, known := found[name]; known {
			out[email] = organisation
		}
	}
	return out, nil
}

// checkHomes says which code in the settings is no municipality's.
func checkHomes(c *config.Config) error {
	unknown, err := programme.UnknownCodes(slices.Sorted(maps.Values(c.OIDC.Homes())))
	if err != nil {
		return err
	}
	if len(unknown) > 0 {
		return &config.Problem{
			Setting: "SLUSE_OIDC_DOMAINS", What: "names the municipality " + unknown[0] + ", which there is not",
			Remedy: "write one of the 98 codes, such as 0621 for Kolding, or an organisation's name",
		}
	}
	return nil
}

// namelessHomes returns the names in the settings that no organisation bears, or more
// than one. Codes need no looking up: checkHomes knows the 98.
func namelessHomes(ctx context.Context, c *config.Config, programmes *programme.Module) ([]string, error) {
	names := slices.Compact(slices.Sorted(maps.Values(c.OIDC.Homes())))
	names = slices.DeleteFunc(names, func(name string) bool { return strings.Trim(name, "0123456789") == "" })
	found, err := programmes.OrganisationsCalled(ctx, names)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(names, func(name string) bool { _, known := found[name]; return known }), nil
}

// warnOfHomes tells the log of names that lead nowhere: an organisation may still be added.
func (a *App) warnOfHomes(ctx context.Context) error {
	names, err := namelessHomes(ctx, &a.config, a.features.programme)
	if err != nil {
		return fmt.Errorf("the organisations of mail domains: %w", err)
	}
	for _, name := range names {
		a.log.WarnContext(ctx, "SLUSE_OIDC_DOMAINS names an organisation that there is not, or not only once", "organisation", name)
	}
	return nil
}

func lookAtHomes(ctx context.Context, c *config.Config) Finding {
	if len(c.OIDC.Homes()) == 0 {
		return well("domains", "none belongs to an organisation")
	}
	if err := checkHomes(c); err != nil {
		return wrong("domains", "%v", err)
	}
	if _, err := os.Stat(c.DatabasePath()); c.DatabaseURL == "" && errors.Is(err, fs.ErrNotExist) {
		return well("domains", "the organisations are not there yet; the first start makes them")
	}
	db, err := openExisting(ctx, c)
	if err != nil {
		return well("domains", "the organisations are in the database, which cannot be opened")
	}
	defer func() { _ = db.Close() }()
	names, err := namelessHomes(ctx, c, programme.New(programme.Needs{DB: db, Clock: clock.System{}}))
	switch {
	case err != nil:
		return wrong("domains", "the organisations cannot be read (%v): run sluse migrate, or start the server", err)
	case len(names) > 0:
		return wrong("domains", "%q in SLUSE_OIDC_DOMAINS is no organisation, or more than one: write its whole name as a project's participants show it, or a municipality's code", names[0])
	}
	return well("domains", "%d of %d belong to an organisation", len(c.OIDC.Homes()), len(c.OIDC.TrustedDomains()))
}
