package bench

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// ratio is what Sluse took by what another system took that stood beside it in the
// same pass.
type ratio struct {
	work, system, with, beside           string
	perSecond, p99, cpu, memory, private []float64 // one of each pass that has it
}

// ratios compares within each pass, for what a machine gives changes from one to the
// next: the ratio of two medians may be of passes that never stood side by side.
func (b *Bench) ratios() []*ratio {
	var all []*ratio
	for n, other := range b.results {
		at := slices.IndexFunc(b.results[:n], func(r Result) bool {
			return r.Work == other.Work && r.Pass == other.Pass && size(r) == size(other) && strings.HasPrefix(r.System, product)
		})
		if at < 0 {
			continue
		}
		ours, beside := b.results[at], other
		if strings.HasPrefix(other.System, product) {
			if ours.System == other.System {
				continue // another thing of its own
			}
			ours, beside = other, ours // more nodes beside one
		}
		known := slices.IndexFunc(all, func(r *ratio) bool {
			return r.work == ours.Work && r.with == ours.Parameters && r.system == ours.System && r.beside == beside.System
		})
		if known < 0 {
			known = len(all)
			all = append(all, &ratio{work: ours.Work, system: ours.System, with: ours.Parameters, beside: beside.System})
		}
		r := all[known]
		r.perSecond = divided(r.perSecond, ours.PerSecond, beside.PerSecond)
		r.p99 = divided(r.p99, ours.P99, beside.P99)
		r.cpu = divided(r.cpu, ours.CPU, beside.CPU)
		r.memory = divided(r.memory, ours.Each, beside.Each)
		r.private = divided(r.private, ours.PrivateEach, beside.PrivateEach)
	}
	return all
}

// product is how the names of our own systems begin.
const product = "sluse"

// size is the number that the parameters of a run begin with: what stands side by side
// is of one size.
func size(r Result) string {
	first, _, _ := strings.Cut(r.Parameters, " ")
	return first
}

func divided(all []float64, ours, beside float64) []float64 {
	if ours <= 0 || beside <= 0 {
		return all
	}
	return append(all, ours/beside)
}

// Ratios prints each pass's, and their median first.
func (b *Bench) Ratios(out io.Writer) error {
	all := b.ratios()
	if len(all) == 0 {
		return nil
	}
	if _, err := fmt.Fprint(out, "\nThe same as ratios, each of two that stood side by side in one pass: the median, and those of the passes\n\n"); err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	rows := []string{
		"| work\t| with\t| system : beside it\t| per second\t| p99\t| CPU\t| memory each\t| private memory each\t|",
		"|---\t|---\t|---\t|--:\t|--:\t|--:\t|--:\t|--:\t|",
	}
	for _, r := range all {
		rows = append(rows, fmt.Sprintf("| %s\t| %s\t| %s : %s\t| %s\t| %s\t| %s\t| %s\t| %s\t|", r.work, r.with, r.system, r.beside,
			told(r.perSecond), told(r.p99), told(r.cpu), told(r.memory), told(r.private)))
	}
	for _, row := range rows {
		if _, err := fmt.Fprintln(table, row); err != nil {
			return err
		}
	}
	return table.Flush()
}

// told is the median of some ratios, and all of them where there are several.
func told(ratios []float64) string {
	switch len(ratios) {
	case 0:
		return "–"
	case 1:
		return fmt.Sprintf("%.2f", ratios[0])
	}
	passes := make([]string, 0, len(ratios))
	for _, r := range ratios {
		passes = append(passes, fmt.Sprintf("%.2f", r))
	}
	return fmt.Sprintf("%.2f (%s)", median(ratios), strings.Join(passes, " "))
}
