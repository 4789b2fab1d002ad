package document

// CleanName is cleanName, for tests.
var CleanName = cleanName
