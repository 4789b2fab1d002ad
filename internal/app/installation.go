package app

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Installation is what anybody may know of this installation.
type Installation struct {
	Demo         bool   `json:"demo" doc:"Whether the data are made up, and signing in is a click"`
	Name         string `json:"name" example:"Sluse"`
	SupportName  string `json:"supportName" doc:"Whom people may ask for help"`
	SupportEmail string `json:"supportEmail" doc:"Empty where nobody is named"`
	Version      string `json:"version" example:"v0.1.0"`
	Passkeys     bool   `json:"passkeys" doc:"Whether people can sign in with a passkey at this address"`
	Provider     string `json:"provider" doc:"Name of the organisation's own sign-in, for 'Log ind med …'; empty where there is none"`
}

type installationOutput struct {
	Body Installation
}

func (a *App) registerInstallation(api huma.API) {
	answer := Installation{
		Demo: a.config.Demo, Name: "Sluse", Version: a.version,
		SupportName: a.config.SupportName, SupportEmail: a.config.SupportEmail,
		Passkeys: a.features.account.PasskeysPossible(), Provider: a.providerName(),
	}
	huma.Register(api, huma.Operation{
		OperationID: "get-installation", Method: http.MethodGet, Path: "/api/installation",
		Summary: "What anybody may know of this installation", Tags: []string{"installation"},
	}, func(context.Context, *struct{}) (*installationOutput, error) {
		return &installationOutput{Body: answer}, nil
	})
}
