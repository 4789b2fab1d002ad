package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"sluse/internal/platform/database/dbtest"
	"sluse/internal/platform/search"
)

// BenchmarkQuery asks an index of twenty thousand posts of some forty words: for
// a common word, a rare one, and one that is being typed.
func BenchmarkQuery(b *testing.B) {
	const posts, words = 20_000, 40
	db := dbtest.New(b)
	x := search.New(db)
	must(b, db.Write(b.Context(), func(ctx context.Context) error {
		for i := range posts {
			var text strings.Builder
			for j := range words {
				n := i*words + j
				fmt.Fprintf(&text, "ord%d ", (n*n+i)%3000)
			}
			if i%2 == 0 {
				text.WriteString("barnets")
			}
			e := post(fmt.Sprint(i), text.String())
			e.At = noon.Add(time.Duration(i) * time.Second)
			if err := x.Put(ctx, e); err != nil {
				return err
			}
		}
		return nil
	}))
	for _, query := range []string{"barn ", "ord1234 ", "barn ord1234 ", "or", "barn ord12"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Query(b.Context(), ask(query)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
