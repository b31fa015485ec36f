"""One room for each kind of file the book becomes; the only place where engines are imported."""
