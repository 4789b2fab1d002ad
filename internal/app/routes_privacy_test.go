package app_test

func privacyRoutes() []route {
	at := func(rest string) string { return "/api/programmes/{programme}/" + rest }
	filters := []string{"?kind=other", "?person=x", "?from=2026-13-01", "?from=2026-02-02&until=2026-01-01"}
	paged := append([]string{"?cursor=x", "?limit=0", "?cursor=IngiIg"}, filters...)
	return []route{
		{operation: "list-trail", path: "/api/trail?kind=members", as: "Anne", ok: 200, forbidden: "Jonas", refused: paged},
		{operation: "export-trail", path: "/api/trail.csv", as: "Anne", ok: 200, forbidden: "Jonas", refused: filters},
		{operation: "list-programme-trail", path: at("trail?from=2020-01-01&until=2099-12-31"), as: "Jonas", ok: 200, inside: true, forbidden: "Mette", refused: paged},
		{operation: "export-programme-trail", path: at("trail.csv"), as: "Jonas", ok: 200, inside: true, forbidden: "Mette", refused: filters},
		{operation: "get-retention", as: "Anne", ok: 200, forbidden: "Jonas"},
		{operation: "list-mails", path: "/api/admin/mails?state=sent&q=@kommune", as: "Anne", ok: 200, forbidden: "Jonas", refused: []string{"?cursor=x", "?limit=0", "?cursor=IngiIg", "?state=gone"}},
		{operation: "send-mail-again", path: "/api/admin/mails/{none}/tries", as: "Anne", ok: 404, forbidden: "Jonas"},
		{operation: "list-my-exports", as: "Bo", ok: 200},
		{operation: "ask-for-my-export", as: "Bo", ok: 202},
		{operation: "download-my-export", path: "/api/me/exports/{none}/file", as: "Bo", ok: 404},
		{operation: "get-my-erasure", as: "Bo", ok: 200},
		{operation: "erase-me", body: `{"word":"SLET"}`, as: "Anne", ok: 409, refused: []string{`{"word":""}`, `{"word":"slut"}`}},
		{operation: "get-erasure", path: "/api/people/{karim}/erasure", as: "Jonas", ok: 200},
		{operation: "erase-person", path: "/api/people/{bo}/erasure", body: `{"word":"slet"}`, as: "Anne", ok: 204, refused: []string{`{"word":"nej"}`}},
	}
}
