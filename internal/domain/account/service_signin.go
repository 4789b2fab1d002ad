package account

import (
	"context"
	"time"

	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/id"
	"sluse/internal/platform/jobs"
	"sluse/internal/platform/mail"
)

// Requested is the answer to a request to sign in, the same for every address.
type Requested struct {
	ID        string
	ExpiresAt time.Time
}

// RequestSignIn takes a request to sign in by mail. client is the address that it
// came from. Whom the e-mail belongs to is not looked at here: known or not, the
// same rows are written, the same job is queued and the same is answered.
func (s *Service) RequestSignIn(ctx context.Context, email, next, client string) (Requested, error) {
	email, err := NormaliseEmail(email)
	if err != nil {
		return Requested{}, err
	}
	now := s.Clock.Now()
	in := SignIn{
		ID: id.New(), Email: email, EmailHash: s.hash.email(email), ClientHash: s.hash.client(client), Next: safeNext(next),
		CreatedAt: now, ExpiresAt: now.Add(signInLife),
	}
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		if err := s.checkRates(ctx, in); err != nil {
			return err
		}
		if err := s.store.insertSignIn(ctx, in); err != nil {
			return err
		}
		return s.Jobs.Enqueue(ctx, deliverJob{in.ID}, jobs.Options{})
	})
	if err != nil {
		return Requested{}, err
	}
	return Requested{in.ID, in.ExpiresAt}, nil
}

// checkRates bounds requests for one address and from one client. Requests for
// addresses that belong to nobody count too.
func (s *Service) checkRates(ctx context.Context, in SignIn) error {
	for _, bound := range []struct {
		column signInColumn
		value  string
		within time.Duration
		most   int
	}{
		{byAddress, in.EmailHash, burst, addressBurst},
		{byAddress, in.EmailHash, daily, addressDaily},
		{byClient, in.ClientHash, burst, clientBurst},
	} {
		n, oldest, err := s.store.countSignIns(ctx, bound.column, bound.value, in.CreatedAt.Add(-bound.within))
		if err != nil {
			return err
		}
		if n >= bound.most {
			return fault.NewLimited("signin.too_many_requests", oldest.Add(bound.within).Sub(in.CreatedAt))
		}
	}
	return nil
}

// Deliver finds out whom a request belongs to and sends them the code and the
// link; a request for an unknown address ends here. It is safe to repeat.
func (s *Service) Deliver(ctx context.Context, signInID string) error {
	return s.DB.Write(ctx, func(ctx context.Context) error {
		in, err := s.store.signIn(ctx, signInID)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil || in.Email == "" || !s.Clock.Now().Before(in.ExpiresAt) {
			return err
		}
		person, err := s.store.personByEmail(ctx, in.Email)
		if fault.Is(err, fault.NotFound) || err == nil && person.Disabled() {
			return s.store.resolveSignIn(ctx, SignIn{ID: in.ID})
		}
		if err != nil {
			return err
		}
		return s.sendCode(ctx, in, person)
	})
}

func (s *Service) sendCode(ctx context.Context, in SignIn, person Person) error {
	code, err := newCode()
	if err != nil {
		return err
	}
	token := newToken()
	in.PersonID, in.CodeHash, in.TokenHash = person.ID, s.hash.code(in.ID, code), s.hash.link(token)
	if err := s.store.resolveSignIn(ctx, in); err != nil {
		return err
	}
	return s.Mailer.Send(ctx, mail.Message{
		To: mail.Address{Email: person.Email, Name: person.Name}, Kind: "sign_in", Locale: person.Locale, Template: "sign_in",
		Data:      map[string]any{"code": code, "token": token, "minutes": int(signInLife / time.Minute)},
		DedupeKey: "sign_in:" + in.ID, NotAfter: in.ExpiresAt, Sensitive: true,
	})
}

// Proof is what somebody signs in with: a request and its code, or a link's token.
type Proof struct {
	RequestID string
	Code      string
	Token     string
}

// SignedIn is a new session, with the token that only its browser gets to know.
type SignedIn struct {
	Session Session
	Person  Person
	Token   string
	// Next is the page that the person wanted, "" for the overview.
	Next string
}

// SignIn spends a code or a link and opens a session in the browser that
// userAgent names. replaces is the session that this browser had until now, or "".
func (s *Service) SignIn(ctx context.Context, proof Proof, userAgent, replaces string) (SignedIn, error) {
	var in SignIn
	var refused error
	var out SignedIn
	err := s.DB.Write(ctx, func(ctx context.Context) (err error) {
		// A refusal is no error of the transaction: the try must stay counted.
		if in, refused, err = s.spend(ctx, proof); err != nil || refused != nil {
			return err
		}
		person, err := s.store.personByID(ctx, in.PersonID)
		if err != nil {
			return err
		}
		if person.Disabled() {
			refused = fault.NewGone("signin.expired")
			return nil
		}
		out, err = s.open(ctx, person, userAgent, replaces)
		return err
	})
	if err != nil {
		return SignedIn{}, err
	}
	if refused != nil {
		return SignedIn{}, refused
	}
	out.Next = in.Next
	return out, nil
}

func (s *Service) spend(ctx context.Context, proof Proof) (in SignIn, refused, err error) {
	if proof.Token != "" {
		return s.spendLink(ctx, proof.Token)
	}
	code, ok := readCode(proof.Code)
	if !ok || !id.Valid(proof.RequestID) {
		return SignIn{}, fault.NewInvalid("signin.code_form", fault.Field{Field: "code", Code: "signin.code_form"}), nil
	}
	return s.spendCode(ctx, proof.RequestID, code)
}

// spendCode answers for a request of an unknown address as for a known one with
// a wrong code.
func (s *Service) spendCode(ctx context.Context, requestID, code string) (in SignIn, refused, err error) {
	now := s.Clock.Now()
	counted, err := s.store.countAttempt(ctx, requestID, now)
	if err != nil {
		return SignIn{}, nil, err
	}
	in, err = s.store.signIn(ctx, requestID)
	if fault.Is(err, fault.NotFound) {
		return SignIn{}, fault.NewGone("signin.expired"), nil
	}
	if err != nil {
		return SignIn{}, nil, err
	}
	if !counted {
		return SignIn{}, spent(in, now), nil
	}
	if !matches(in.CodeHash, s.hash.code(in.ID, code)) {
		left := maxAttempts - in.Attempts
		if left <= 0 {
			return SignIn{}, fault.NewGone("signin.too_many"), nil
		}
		return SignIn{}, fault.NewInvalid("signin.code_wrong",
			fault.Field{Field: "code", Code: "signin.code_wrong", Params: map[string]any{"left": left}}).With("left", left), nil
	}
	used, err := s.store.useSignIn(ctx, in.ID, now)
	if err == nil && !used {
		refused = fault.NewGone("signin.expired")
	}
	return in, refused, err
}

func (s *Service) spendLink(ctx context.Context, token string) (in SignIn, refused, err error) {
	in, err = s.store.signInByToken(ctx, s.hash.link(token))
	if fault.Is(err, fault.NotFound) {
		return SignIn{}, fault.NewGone("signin.link_unknown"), nil
	}
	if err != nil {
		return SignIn{}, nil, err
	}
	now := s.Clock.Now()
	used, err := s.store.useSignIn(ctx, in.ID, now)
	if err != nil {
		return SignIn{}, nil, err
	}
	if !used {
		if in, err = s.store.signIn(ctx, in.ID); err != nil {
			return SignIn{}, nil, err
		}
		return SignIn{}, spent(in, now), nil
	}
	return in, nil, nil
}

// spent says why a request can no longer be used.
func spent(in SignIn, now time.Time) error {
	switch {
	case in.UsedAt != nil:
		return fault.NewGone("signin.link_used")
	case !now.Before(in.ExpiresAt):
		return fault.NewGone("signin.expired")
	}
	return fault.NewGone("signin.too_many")
}

// Personas returns the persons that anybody may try in the demo; elsewhere there
// is no such thing.
func (s *Service) Personas(ctx context.Context) ([]Person, error) {
	if !s.Demo {
		return nil, fault.NewNotFound("demo.off")
	}
	return s.store.personas(ctx)
}

// SignInAs opens a session as one of the demo's personas.
func (s *Service) SignInAs(ctx context.Context, key, userAgent, replaces string) (SignedIn, error) {
	if !s.Demo {
		return SignedIn{}, fault.NewNotFound("demo.off")
	}
	if key == "" {
		return SignedIn{}, fault.NewNotFound("demo.persona_unknown")
	}
	person, err := s.store.personByPersona(ctx, key)
	if fault.Is(err, fault.NotFound) || err == nil && person.Disabled() {
		return SignedIn{}, fault.NewNotFound("demo.persona_unknown")
	}
	if err != nil {
		return SignedIn{}, err
	}
	var out SignedIn
	err = s.DB.Write(ctx, func(ctx context.Context) (err error) {
		out, err = s.open(ctx, person, userAgent, replaces)
		return err
	})
	return out, err
}
