package app_test

// documentRoutes are the library's. What moves whole files is tried with files in
// documents_test.go; here only who may come.
func documentRoutes() []route {
	programme := func(rest string) string { return "/api/programmes/{programme}/" + rest }
	at := func(rest string) string { return "/api/documents/{document}" + rest }
	const described = `{"title":"Grundlag","description":"","category":"basis","rev":1}`
	return []route{
		{operation: "list-documents", path: programme("documents"), as: "Bo", ok: 200, inside: true, refused: []string{"?cursor=x", "?limit=0", "?limit=101"}},
		{operation: "list-public-documents", path: programme("public-documents"), ok: 200},
		{operation: "upload-file", path: programme("files?clientId={client}"), body: `{}`, as: "Signe", ok: 422, inside: true, forbidden: "Bo"},
		{
			operation: "add-document", path: programme("documents"), body: `{"clientId":"{client}","title":"Nyt","category":"tools","fileId":"{otherFile}"}`,
			as: "Jonas", ok: 201, inside: true, forbidden: "Signe",
			refused: []string{`{"clientId":"{client}","title":" ","category":"tools","fileId":"{file}"}`, `{"clientId":"{client}","title":"x","category":"tools","fileId":"{none}"}`},
		},
		{operation: "get-document", path: at(""), as: "Bo", ok: 200, inside: true},
		{operation: "download-document", path: at("/file"), as: "Bo", ok: 200, inside: true},
		{operation: "download-document-version", path: at("/versions/1/file"), as: "Bo", ok: 200, inside: true},
		{operation: "download-file", path: "/api/files/{file}", as: "Jonas", ok: 200, inside: true},
		{operation: "list-document-readers", path: at("/readers"), as: "Mette", ok: 200, inside: true, forbidden: "Signe"},
		{operation: "change-document", path: at(""), body: described, as: "Jonas", ok: 200, inside: true, forbidden: "Mette", refused: []string{`{"title":"","description":"","category":"basis","rev":2}`, `{"title":"y","description":"","category":"basis","rev":9}`}},
		{operation: "move-document", path: at("/place"), body: `{"before":""}`, as: "Jonas", ok: 200, inside: true, forbidden: "Mette", refused: []string{`{"before":"{none}"}`}},
		{operation: "publish-document", path: at("/publication"), as: "Jonas", ok: 200, inside: true, forbidden: "Mette"},
		{operation: "unpublish-document", path: at("/publication"), as: "Jonas", ok: 200, forbidden: "Mette"},
		{operation: "add-document-version", path: at("/versions"), body: `{"fileId":"{file}","note":"Rettet"}`, as: "Jonas", ok: 200, inside: true, forbidden: "Mette", refused: []string{`{"fileId":"{none}"}`}},
		{operation: "withdraw-document", path: at("/withdrawal"), body: `{"reason":"Forkert"}`, as: "Jonas", ok: 200, inside: true, forbidden: "Mette"},
		{operation: "forget-file", path: "/api/files/{none}", as: "Jonas", ok: 404},
	}
}
