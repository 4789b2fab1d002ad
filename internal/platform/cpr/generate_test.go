package cpr

import (
	"fmt"
	"strings"
)

// The numbers of the tests are built here, never written down, and none of them
// can be somebody's:
//
//   - those that pass modulus 11 are born in 2045–2057, which is to come;
//   - those of people alive fail modulus 11 and are not born on 1 January, the
//     only day for which CPR-kontoret has issued such numbers;
//   - replacement numbers are in no register.
type builder struct {
	state uint64
}

// next is a small deterministic generator, so that a failure repeats.
func (b *builder) next(n int) int {
	b.state = b.state*6364136223846793005 + 1442695040888963407
	return int((b.state >> 33) % uint64(n))
}

func digitsOf(s string) number {
	var n number
	for i := range n {
		n[i] = s[i] - '0'
	}
	return n
}

// passing is a number of the future that passes modulus 11.
func (b *builder) passing() string {
	for {
		year := 45 + b.next(13)
		month := 1 + b.next(12)
		s := fmt.Sprintf("%02d%02d%02d%d%03d", 1+b.next(daysIn(2000+year, month)), month, year, 5+b.next(4), b.next(1000))
		if digitsOf(s).checked() {
			return s
		}
	}
}

// failing is a number of somebody of 0–90 years that fails modulus 11, and so
// has not been issued.
func (b *builder) failing() string {
	for {
		year, seventh := 1937+b.next(63), b.next(4)
		if b.next(2) == 0 {
			year, seventh = 2000+b.next(26), 4+b.next(5)
		}
		month := 1 + b.next(12)
		day := 2 + b.next(daysIn(year, month)-1)
		s := fmt.Sprintf("%02d%02d%02d%d%03d", day, month, year%100, seventh, b.next(1000))
		if n := digitsOf(s); !n.checked() && n.year() == year {
			return s
		}
	}
}

// replacement is a replacement number that fails modulus 11.
func (b *builder) replacement() string {
	s := b.failing()
	return string(s[0]+6) + s[1:]
}

// serial are n digits.
func (b *builder) serial(n int) string {
	var s strings.Builder
	for range n {
		fmt.Fprintf(&s, "%d", b.next(10))
	}
	return s.String()
}

// phone is a Danish telephone number of the series 20, which starts as days do.
func (b *builder) phone() string { return "20" + b.serial(6) }

// ean is a number of thirteen digits with the right check digit, of the Danish
// authorities' series.
func (b *builder) ean(prefix string) string {
	s := prefix + b.serial(12-len(prefix))
	sum := 0
	for i, r := range s {
		sum += int(r-'0') * (1 + 2*(i%2))
	}
	return s + fmt.Sprint((10-sum%10)%10)
}

// isbn10 is an ISBN of ten digits that passes its own check and starts as a
// replacement number would.
func (b *builder) isbn10() string {
	for {
		s := "87" + fmt.Sprintf("%02d", 1+b.next(12)) + b.serial(6)
		if digitsOf(s).isbn() {
			return s
		}
	}
}
