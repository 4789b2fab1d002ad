package programme_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2/humatest"

	"sluse/internal/domain/programme"
	"sluse/internal/kernel/actor"
)

func TestPublicAnswers(t *testing.T) {
	w := newWorld(t)
	must(t, w.join(municipality("0787"), programme.Reference, "2026-01-01", ""))
	must(t, w.join(municipality("0265"), programme.Partner, "2026-01-01", ""))
	_, err := w.AddPublication(w.admin, programme.Publication{Slug: "c", Title: "En tidligere forebyggende praksis", Year: 2019})
	must(t, err)
	_, api := humatest.New(t)
	w.Register(api)
	for path, wanted := range map[string][]string{
		"/api/programmes":        {`"state":"running"`, `"aliases":[]`, `"partners":1`, `"references":1`, `"fictional":true`},
		"/api/programmes/sammen": {`"Thisted Kommune"`, `"municipalityCode":"0787"`, `"region":"Sjælland"`, `"ends":""`, `"coreElements":[]`},
		"/api/publications":      {`"year":2019`, `"contents":[]`},
		"/api/municipalities":    {`"code":"0787","organisationId"`, `"sizeClass":"30000_60000"`, `"region":"Nordjylland"`},
	} {
		answer := api.GetCtx(t.Context(), path)
		if answer.Code != http.StatusOK || !json.Valid(answer.Body.Bytes()) {
			t.Errorf("%s: %d", path, answer.Code)
		}
		for _, part := range wanted {
			if !strings.Contains(answer.Body.String(), part) {
				t.Errorf("%s lacks %s: %s", path, part, answer.Body.String())
			}
		}
	}
}

func TestMembersAnswers(t *testing.T) {
	w := newWorld(t)
	must(t, w.join(municipality("0787"), programme.Reference, "2026-01-01", ""))
	signe := w.member(t, "Signe Lauritsen", municipality("0787"), actor.Reference)
	_, api := humatest.New(t)
	w.Register(api)
	for path, wanted := range map[string][]string{
		"/people":           {`"name":"Signe Lauritsen"`, `"role":"reference"`, `"organisation":"Thisted"`, `"organisations":{"`},
		"/organisations":    {`"seatsUsed":1`, `"seatsTotal":3`, `"participation":"reference"`, `"sizeClass":"30000_60000"`},
		"/mentionables?q=t": {`"kind":"organisation"`, `"detail":"Thisted Kommune"`},
	} {
		answer := api.GetCtx(w.as(t, signe), "/api/programmes/sammen"+path)
		if answer.Code != http.StatusOK {
			t.Errorf("%s: %d", path, answer.Code)
		}
		for _, part := range wanted {
			if !strings.Contains(answer.Body.String(), part) {
				t.Errorf("%s lacks %s: %s", path, part, answer.Body.String())
			}
		}
		if answer := api.GetCtx(w.admin, "/api/programmes/sammen"+path); strings.Contains(answer.Body.String(), "Signe") {
			t.Errorf("%s: an administrator saw a member", path)
		}
	}
}
