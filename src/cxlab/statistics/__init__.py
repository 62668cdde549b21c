"""The statistics that many rooms want: clustered variance, intervals, differences, simultaneous levels, resampling."""
