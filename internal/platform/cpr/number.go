package cpr

// number is ten digits, each 0–9, in the order they are written.
type number [10]uint8

// replacementDay is what a replacement number adds to the day of birth.
const replacementDay = 60

// weights of the modulus 11 check, first digit first.
var weights = number{4, 3, 2, 7, 6, 5, 4, 3, 2, 1}

// pair reads two digits as a number of 0–99.
func (n number) pair(at int) int { return int(n[at])*10 + int(n[at+1]) }

// year of birth with century, from the digits 5, 6 and 7.
//
//	7th digit   00–36       37–57       58–99
//	0–3         1900–1936   1937–1957   1958–1999
//	4, 9        2000–2036   1937–1957   1958–1999
//	5–8         2000–2036   2037–2057   1858–1899
func (n number) year() int {
	yy := n.pair(4)
	switch seventh := n[6]; {
	case seventh <= 3:
		return 1900 + yy
	case seventh == 4 || seventh == 9:
		if yy <= 36 {
			return 2000 + yy
		}
		return 1900 + yy
	case yy <= 57:
		return 2000 + yy
	default:
		return 1800 + yy
	}
}

// dated reports whether the first six digits are a day of the calendar in the
// year of birth, replacement numbers included.
func (n number) dated() bool {
	day := n.pair(0)
	if day > replacementDay {
		day -= replacementDay
	}
	return validDate(n.year(), n.pair(2), day)
}

// checked reports whether the number passes modulus 11.
func (n number) checked() bool {
	sum := 0
	for i, digit := range n {
		sum += int(digit) * int(weights[i])
	}
	return sum%11 == 0
}

// isbn reports whether the ten digits pass the check of an ISBN-10.
func (n number) isbn() bool {
	sum := 0
	for i, digit := range n {
		sum += int(digit) * (10 - i)
	}
	return sum%11 == 0
}

func validDate(year, month, day int) bool {
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	return day <= daysIn(year, month)
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}
