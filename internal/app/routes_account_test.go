package app_test

// passkeyRoutes answer as where there can be no passkeys, and no provider: the
// tests' app is reached by a number. What they do elsewhere is tested with the feature.
func passkeyRoutes() []route {
	return []route{
		{operation: "begin-passkey-sign-in", ok: 404},
		{operation: "passkey-sign-in", body: `{"challengeId":"{none}","credential":{}}`, ok: 404, refused: []string{`{}`, `{"challengeId":"{none}"}`}},
		{operation: "begin-oidc-sign-in", body: `{"next":"/overview"}`, ok: 404, refused: []string{`{"next":5}`}},
		{operation: "finish-oidc-sign-in", ok: 404},
		{operation: "list-identities", as: "Signe", ok: 200},
		{operation: "detach-identity", path: "/api/identities/{none}", as: "Signe", ok: 404},
		{operation: "begin-passkey", as: "Signe", ok: 404},
		{operation: "add-passkey", body: `{"challengeId":"{none}","credential":{}}`, as: "Signe", ok: 404, refused: []string{`{}`}},
		{operation: "list-passkeys", as: "Signe", ok: 200},
		{operation: "rename-passkey", path: "/api/passkeys/{none}", body: `{"name":"Telefon"}`, as: "Signe", ok: 404, refused: []string{`{}`, `{"name":5}`}},
		{operation: "remove-passkey", path: "/api/passkeys/{none}", as: "Signe", ok: 404},
		{operation: "decline-passkey", as: "Signe", ok: 204},
	}
}
