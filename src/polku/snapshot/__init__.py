"""The columnar copy that every figure is computed from: small immutable parts, one manifest, no names."""
