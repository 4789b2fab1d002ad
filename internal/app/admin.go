package app

import (
	"context"
	"errors"
	"fmt"

	"sluse/internal/domain/account"
	"sluse/internal/kernel/fault"
)

// Administrator is what the operator's commands show of a person.
type Administrator struct {
	Name, Email string
	Disabled    bool
}

// NameAdministrator makes the person with an address an administrator: how an
// installation gets its first one. They sign in by mail like everybody else.
func NameAdministrator(ctx context.Context, options Options, email, name string) (Administrator, error) {
	var named Administrator
	err := withApp(ctx, options, func(a *App) error {
		p, err := a.features.account.NameAdministrator(ctx, email, name)
		named = shown(p)
		return inWords(err, email)
	})
	return named, err
}

// Administrators lists the installation's administrators.
func Administrators(ctx context.Context, options Options) ([]Administrator, error) {
	var list []Administrator
	err := withApp(ctx, options, func(a *App) error {
		people, err := a.features.account.Administrators(ctx)
		for _, p := range people {
			list = append(list, shown(p))
		}
		return err
	})
	return list, err
}

// DisablePerson shuts the person with an address out, at once and everywhere; a
// server that runs beside notices within seconds.
func DisablePerson(ctx context.Context, options Options, email string) (Administrator, error) {
	var disabled Administrator
	err := withApp(ctx, options, func(a *App) error {
		p, err := a.features.account.DisableByEmail(ctx, email)
		disabled = shown(p)
		return inWords(err, email)
	})
	return disabled, err
}

func shown(p account.Person) Administrator {
	return Administrator{Name: p.Name, Email: p.Email, Disabled: p.Disabled()}
}

// inWords says what stands against an address or a name, which a fault only has a code for.
func inWords(err error, email string) error {
	f, refused := fault.As(err)
	switch {
	case refused && f.Kind == fault.NotFound:
		return fmt.Errorf("nobody in Sluse has the address %q: see how it is spelt; sluse admin list has the administrators'", email)
	case refused && f.Kind == fault.Invalid && f.Code == "signin.email_invalid":
		return fmt.Errorf("%q is not a mail address: write it as anna@sluse.example", email)
	case refused && f.Kind == fault.Invalid:
		return errors.New("the name cannot be used: write one of a single line that is not too long, such as 'Anna Berg'")
	}
	return err
}

// withApp does something with the whole program, without serving.
func withApp(ctx context.Context, options Options, do func(a *App) error) error {
	a, err := Open(ctx, options)
	if err != nil {
		return fmt.Errorf("open the installation: %w", err)
	}
	return errors.Join(do(a), a.Close())
}
