"""Every request, complaint, enquiry, suggestion, praise and emergency: one ticket each, with one owner (RD-4, RD-5)."""
