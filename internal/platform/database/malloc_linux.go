package database

/*
#include <malloc.h>

static void keep_freed(int bytes) {
#ifdef __GLIBC__
	mallopt(M_TRIM_THRESHOLD, bytes);
#endif
}
*/
import "C"

// keptFreed is how much freed memory the C library keeps for what comes next. For
// every statement with a list (IN) or DISTINCT SQLite takes 86 KB and gives them
// back; with what the library keeps by itself, 128 KB, the kernel took them and
// gave them anew each time, which cost three times what the statement did.
const keptFreed = 2 << 20

func init() { C.keep_freed(keptFreed) }
