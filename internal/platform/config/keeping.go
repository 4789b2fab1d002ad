package config

import "fmt"

// defaultKeepTrail is how many months what happened is remembered where nothing is set.
const defaultKeepTrail = 24

// checkKeeping checks for how long things are kept.
func (c *Config) checkKeeping() error {
	if c.KeepTrailMonths == 0 {
		c.KeepTrailMonths = defaultKeepTrail
	}
	if c.KeepTrailMonths < 3 || c.KeepTrailMonths > 120 {
		return &Problem{"SLUSE_KEEP_TRAIL_MONTHS", fmt.Sprintf("is %d", c.KeepTrailMonths), "choose a number of months from 3 to 120"}
	}
	if c.KeepPeopleMonths != 0 && (c.KeepPeopleMonths < 6 || c.KeepPeopleMonths > 120) {
		return &Problem{"SLUSE_KEEP_PEOPLE_MONTHS", fmt.Sprintf("is %d", c.KeepPeopleMonths), "choose a number of months from 6 to 120, or 0 to delete nobody by itself"}
	}
	return nil
}
