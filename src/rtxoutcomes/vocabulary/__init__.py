"""What clinics call things: words of headers and cells, in several languages."""
