"""Everything around the functions: their package, the cloud they run in (real or local), the tools the tests need."""
