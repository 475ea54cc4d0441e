namespace FlowActors.Examples.Nexmark;

/// <summary>Somebody puts an item up for auction. Prices are whole dollars; <c>Expires</c> is in ms since the epoch.</summary>
internal sealed record Auction(
    long Id,
    string ItemName,
    string Description,
    long InitialBid,
    long Reserve,
    long DateTime,
    long Expires,
    long Seller,
    long Category,
    string Extra) : Event(DateTime);
