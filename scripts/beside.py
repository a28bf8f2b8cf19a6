"""What may lie beside the checkout and is not ours to ship: plans of cities, and their forms."""

from organisation.places import BASE_DIR

PLANS = BASE_DIR.parent / "shared" / "plans"
