// The presenter window.
