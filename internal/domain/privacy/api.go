package privacy

import "github.com/danielgtaylor/huma/v2"

type handlers struct{ service *Service }

// Register mounts the feature's routes.
func (m *Module) Register(api huma.API) {
	h := handlers{m.Service}
	h.registerTrail(api)
	h.registerRetention(api)
}
