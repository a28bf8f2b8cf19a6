"""What every answer has: headers, bounds, context, the page of a service that is away."""
