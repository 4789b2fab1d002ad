// Package architecture holds the rules of the house that a compiler does not know, and the tests that hold the
// repository to them: which package may import which, where SQL and HTTP may stand, whose tables a store may touch,
// how long a file may grow, and which folders there are.
//
// Each rule is a plain function from a file tree to the places that break it, so that the tests can show on planted
// violations that it bites. Nothing outside this package imports it.
package architecture
