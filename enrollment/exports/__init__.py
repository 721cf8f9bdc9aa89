"""What leaves the registry as a file: workbooks and printed pages."""
