"""Those who know where a parcel is: services that ask carriers, and a simulated one."""
