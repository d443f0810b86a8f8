"""One statistical idea a module; arrays or counts in, frozen results out."""
