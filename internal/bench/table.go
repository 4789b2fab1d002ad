package bench

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// Table prints the medians of the passes, with the range of the rates.
func (b *Bench) Table(out io.Writer) error {
	_, err := fmt.Fprintf(out, "%s  one core for each server; writing 4 KiB durably takes %.2f ms here\n\n",
		time.Now().Format("2006-01-02"), median(b.sync))
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if _, err := fmt.Fprintln(table, "| work\t| system\t| with\t| per second (range)\t| p50 ms\t| p95 ms\t| p99 ms\t| CPU µs\t| RSS MiB\t| KiB each\t| private\t| lost\t| doubled\t|"); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(table, "|---\t|---\t|---\t|--:\t|--:\t|--:\t|--:\t|--:\t|--:\t|--:\t|--:\t|--:\t|--:\t|"); err != nil {
		return err
	}
	for _, runs := range b.grouped() {
		of := func(value func(Result) float64) float64 {
			values := make([]float64, 0, len(runs))
			for _, r := range runs {
				values = append(values, value(r))
			}
			return median(values)
		}
		lost, doubled, least, most := 0, 0, runs[0].PerSecond, runs[0].PerSecond
		for _, r := range runs {
			lost, doubled = lost+r.Lost, doubled+r.Doubled
			least, most = min(least, r.PerSecond), max(most, r.PerSecond)
		}
		if _, err := fmt.Fprintf(table, "| %s\t| %s\t| %s\t| %.0f (%.0f–%.0f)\t| %.2f\t| %.2f\t| %.2f\t| %.1f\t| %.0f\t| %s\t| %s\t| %d\t| %d\t|\n",
			runs[0].Work, runs[0].System, runs[0].Parameters, of(func(r Result) float64 { return r.PerSecond }), least, most,
			of(func(r Result) float64 { return r.P50 }), of(func(r Result) float64 { return r.P95 }), of(func(r Result) float64 { return r.P99 }),
			of(func(r Result) float64 { return r.CPU }), of(func(r Result) float64 { return float64(r.RSS) / 1024 }),
			weight(of(func(r Result) float64 { return r.Each })), weight(of(func(r Result) float64 { return r.PrivateEach })), lost, doubled); err != nil {
			return err
		}
	}
	return table.Flush()
}

// weight is what one socket takes, where that was looked at.
func weight(kib float64) string {
	if kib == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", kib)
}

// grouped puts the passes of one thing together, in the order of the first.
func (b *Bench) grouped() [][]Result {
	var groups [][]Result
	for _, r := range b.results {
		at := slices.IndexFunc(groups, func(g []Result) bool {
			return g[0].Work == r.Work && g[0].System == r.System && g[0].Parameters == r.Parameters
		})
		if at < 0 {
			groups = append(groups, nil)
			at = len(groups) - 1
		}
		groups[at] = append(groups[at], r)
	}
	return groups
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
