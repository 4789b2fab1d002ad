package app

// exampleID stands for any id in the API's description.
const exampleID = "01931f0e-5c00-7a41-8d5a-2f6b0c9e4d17"

// examples are what stands in the API's description for texts, by the name of their
// member or parameter: a name means the same wherever it stands. All of it is fictional.
func examples() map[string]any {
	examples := map[string]any{
		"Accept": "application/json", "User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/145.0",
		"about": "Trivselssamtalen", "actors": "Mette Dahl", "aliases": "Opfølgning, der flytter noget", "alt": "Tavlen efter mødet",
		"anchor": "", "audience": "Ledere og sagsbehandlere", "background": "Fem kommuner har prøvet det før.", "basis": "Tre års afprøvning",
		"begins": "2026-12-01", "browser": "Firefox", "cluster": "Nord", "code": "", "contents": "Otte kapitler", "cursor": "WyIwMTkzMWYwZSJd", "deadline": "2027-02-01",
		"deletedReason": "Handler om et barn, der kan genkendes.", "description": "Det, vi er fælles om.", "detail": "Kolding",
		"device": "Windows", "elsewhere": "Kolding Kommune", "email": "mette.dahl@kolding.example", "ends": "2029-08-31",
		"excerpt": "Tak for regnskabet.", "fields": "Opfølgning", "files": "referat.pdf", "forms": "Web og PDF", "from": "2026-12-01",
		"funding": "15 mio. kr. over tre år", "gives": "Tre pladser i netværket", "greeting": "Vi glæder os til at se jer.",
		"href": "/p/sammen-om-opfoelgning/discussions/" + exampleID, "html": "<p>Hvor finder I tiden?</p>", "id": exampleID, "items": exampleID,
		"key": "coordinator", "kind": "post", "last": "2026-12-31", "length": "Højst tre sider", "mediaType": "application/pdf",
		"meetings": "12. januar 2027", "message": "expected string", "municipalityCode": "0621", "name": "Mette Dahl",
		"network": "At spørge og vurdere.", "next": "", "node": "n1", "note": "Version 2 efter netværksmødet", "organisation": "Kolding",
		"outcome": "Flere børn mødes til tiden.", "people": exampleID, "person": exampleID, "phone": "00 00 00 00", "programme": "Sammen om opfølgning",
		"programmeName": "Sammen om opfølgning", "programmeShort": "Opfølgning", "programmeSlug": "sammen-om-opfoelgning", "provider": "Kolding Kommune",
		"q":         "samtale",
		"published": "2026-11-02", "purpose": "At opfølgningen begynder med barnets egne mål.", "questions": "Hvad vil I prøve?",
		"reason": "Der er kommet en nyere.", "region": "Syddanmark", "requirement": "En leder deltager.", "role": "Ansøgning", "rule": "sign_ins",
		"seat": exampleID, "serverWords": "550 5.1.1 Unknown recipient", "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		"short": "Kolding", "shortName": "Opfølgning", "signedInAs": "", "sizeClass": "60–100.000", "slug": "sammen-om-opfoelgning",
		"starts": "2025-09-01", "subject": "Mette Dahl svarede dig", "successor": "Lise Brandt", "summary": "Fem kommuner prøver, tolv vurderer.",
		"supportEmail": "hjaelp@sluse.example", "supportName": "Anna Berg", "targetGroup": "Børn og unge med en handleplan",
		"text": "Hvor finder I tiden til samtalerne?", "threadTitle": "Hvor finder I tiden til samtalerne?", "title": "Hvor finder I tiden til samtalerne?",
		"to": "mette.dahl@kolding.example", "token": "", "topic": "thread:" + exampleID, "url": "https://login.example/authorize", "verb": "post.created",
		"what": "Læste", "withdrawnReason": "Der er kommet en nyere.", "word": "SLET",
	}
	for _, name := range []string{
		"aboutId", "actor", "actorId", "addedBy", "around", "authorId", "batchId", "before", "challengeId", "clientId", "closedBy", "createdBy", "deletedBy",
		"fileId", "givenBy", "invitationId", "inviterId", "lastPostBy", "organisationId", "personId", "postId", "programmeId", "quoteId", "requestId",
		"seatId", "subjectId", "threadId", "withdrawnBy",
	} {
		examples[name] = exampleID
	}
	// What passkeys are made and used with is for browsers (W3C Web Authentication, 5.1).
	examples["options"] = map[string]any{"publicKey": map[string]any{"challenge": "h3Tk0iCw1Qw", "rpId": "sluse.example"}}
	examples["credential"] = map[string]any{"id": "Zm9vYmFy", "rawId": "Zm9vYmFy", "type": "public-key", "response": map[string]any{}}
	return examples
}
