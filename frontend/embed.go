// Package frontend carries the built single-page application inside the program.
//
// The folder dist is filled by `npm run build`. A fresh checkout holds only
// dist/.gitkeep, so that the program compiles before the frontend is built.
package frontend

import "embed"

// Dist is the built frontend, rooted at "dist". The all: prefix keeps the
// _app folder, whose name begins with an underscore.
//
//go:embed all:dist
var Dist embed.FS
