package privacy

import (
	"context"
	"slices"
	"time"

	"sluse/internal/kernel/actor"
	"sluse/internal/platform/database"
)

const (
	// nightsShown is how far back the page of the rules looks.
	nightsShown = 30
	// nightEvery is how soon after the hour the rules are carried out, and how soon
	// again where the program was down at night.
	nightEvery = 15 * time.Minute
)

// nightJob carries the rules out once it is time.
type nightJob struct{}

// Kind implements jobs.Args.
func (nightJob) Kind() string { return "privacy.night" }

// night carries the rules out once a Danish day. A rule that was carried out is not
// carried out again when the program died among them.
func (s *Service) night(ctx context.Context) error {
	day, is := dueNight(s.Clock.Now())
	if !is {
		return nil
	}
	run, err := s.store.begin(ctx, day, s.Clock.Now())
	if err != nil || run.FinishedAt != nil {
		return err
	}
	_, done, err := s.store.nights(ctx, 1)
	if err != nil {
		return err
	}
	for _, rule := range s.rules {
		if slices.ContainsFunc(done[run.ID], func(r removalRow) bool { return r.Rule == rule.Code && !r.Failed }) {
			continue
		}
		if err := s.carryOut(ctx, run, rule); err != nil {
			return err
		}
	}
	return s.store.finish(ctx, run.ID, s.Clock.Now())
}

// carryOut removes what one rule says and notes how much it was. A rule that fails
// does not keep the others from being carried out.
func (s *Service) carryOut(ctx context.Context, run runRow, rule database.Rule) error {
	removed, err := rule.Forget(ctx, s.Clock.Now().Add(-rule.Keep), false)
	if err != nil {
		s.Logger.ErrorContext(ctx, "a rule of deletion could not be carried out", "rule", rule.Code, "error", err)
	}
	return s.store.note(ctx, removalRow{run.ID, rule.Code, s.Clock.Now(), removed, err != nil})
}

// DryRun tells what each rule would remove now. It changes nothing. It is the
// operator's; administrators ask Retention.
func (s *Service) DryRun(ctx context.Context) ([]RuleView, error) {
	list := make([]RuleView, 0, len(s.rules))
	for _, rule := range s.rules {
		due, err := rule.Forget(ctx, s.Clock.Now().Add(-rule.Keep), true)
		if err != nil {
			return nil, wrap("dry run of "+rule.Code, err)
		}
		list = append(list, RuleView{Rule: rule.Code, KeepDays: int(rule.Keep / (24 * time.Hour)), Due: due})
	}
	return list, nil
}

// Retention is the rules with what they would remove, and what they removed.
type Retention struct {
	Rules  []RuleView
	Nights []Night
	// Next is when the rules are carried out next.
	Next time.Time
}

// Retention returns the rules, for administrators.
func (s *Service) Retention(ctx context.Context) (Retention, error) {
	a, err := actor.Must(ctx)
	if err != nil {
		return Retention{}, err
	}
	if err := MayAdminister(a); err != nil {
		return Retention{}, err
	}
	rules, err := s.DryRun(ctx)
	if err != nil {
		return Retention{}, err
	}
	runs, removed, err := s.store.nights(ctx, nightsShown)
	if err != nil {
		return Retention{}, err
	}
	today, _ := dueNight(s.Clock.Now())
	out := Retention{Rules: rules, Nights: []Night{}}
	out.Next = nextNight(s.Clock.Now(), len(runs) > 0 && runs[0].Day == today && runs[0].FinishedAt != nil)
	for n := len(runs) - 1; n >= 0; n-- { // the oldest first: the newest has the last word
		night := Night{Day: runs[n].Day, At: runs[n].StartedAt, Removed: []Removal{}, Finished: runs[n].FinishedAt != nil}
		for _, r := range removed[runs[n].ID] {
			night.Removed = append(night.Removed, Removal{r.Rule, r.Removed, r.Failed})
			if i := slices.IndexFunc(rules, func(v RuleView) bool { return v.Rule == r.Rule }); i >= 0 {
				rules[i].LastAt, rules[i].Removed, rules[i].Failed = &r.At, r.Removed, r.Failed
			}
		}
		out.Nights = slices.Insert(out.Nights, 0, night)
	}
	return out, nil
}
