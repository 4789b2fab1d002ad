package app

import (
	"context"

	"sluse/internal/domain/account"
	"sluse/internal/domain/programme"
)

// registryLink makes persons known for programme, who names them by address.
type registryLink struct{ features *features }

// PersonFor implements programme.Registry.
func (l registryLink) PersonFor(ctx context.Context, p programme.NewPerson) (string, error) {
	person, err := l.features.account.PersonFor(ctx, account.Draft{Email: p.Email, Name: p.Name, Title: p.Title})
	return person.ID, err
}
