package privacy

import "sluse/internal/platform/web"

type handlers struct{ service *Service }

// Register mounts the feature's routes.
func (m *Module) Register(server *web.Server) {
	h := handlers{m.Service}
	h.registerTrail(server.API)
	h.registerRetention(server.API)
	h.registerMails(server.API)
	h.registerMine(server)
}
