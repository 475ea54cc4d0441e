namespace FlowActors.Examples.Nexmark;

/// <summary>Somebody bids for an item. The price is in whole dollars.</summary>
internal sealed record Bid(
    long Auction,
    long Bidder,
    long Price,
    string Channel,
    string Url,
    long DateTime,
    string Extra) : Event(DateTime);
