package page_test

import (
	"testing"

	"pgregory.net/rapid"

	"sluse/internal/kernel/fault"
	"sluse/internal/kernel/page"
)

func TestPagesTogetherAreTheWholeList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.IntRange(0, 60).Draw(t, "total")
		size := rapid.IntRange(1, 20).Draw(t, "size")
		next, seen := 0, 0
		for {
			rows := make([]int, 0, size+1)
			for i := next; i < total && len(rows) <= size; i++ {
				rows = append(rows, i)
			}
			got := page.Cut(rows, size, func(v int) any { return v })
			for _, v := range got.Items {
				if v != seen {
					t.Fatalf("row %d came where %d was due", v, seen)
				}
				seen++
			}
			if got.Next == "" {
				break
			}
			var last int
			if err := page.Decode(got.Next, &last); err != nil {
				t.Fatal(err)
			}
			next = last + 1
		}
		if seen != total {
			t.Fatalf("%d of %d rows came", seen, total)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add(page.Encode("x"))
	f.Add("%%%")
	f.Fuzz(func(t *testing.T, cursor string) {
		var key string
		if err := page.Decode(cursor, &key); err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatalf("%q gave %v", cursor, err)
		}
	})
}
