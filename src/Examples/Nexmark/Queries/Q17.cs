namespace FlowActors.Examples.Nexmark;

/// <summary>Query 17 keeps statistics of the bids for each auction and day (UTC).</summary>
internal static class Q17
{
    public static void Build(DataStream<Bid> bids, NexmarkResults results) =>
        results.TakeLast(
            bids.Map(PriceOf).KeyBy(price => price.Key).Aggregate(
                static () => default(Statistics), static (known, price) => known.Add(price.Dollars), static (key, known) => new Row(key, known)).WithUid("statistics"),
            row => row.Key);

    private const long MillisecondsPerDay = 86_400_000;
    private const int EpochDay = 719_162;

    /// <summary>All that the statistics need to know of a bid: only this travels to where its key is.</summary>
    public static Price PriceOf(Bid bid) => new(new Key(bid.Auction, (int)(bid.DateTime / MillisecondsPerDay)), bid.Price);

    internal readonly record struct Price(Key Key, long Dollars);

    /// <summary>An auction and a day, counted from the epoch.</summary>
    internal readonly record struct Key(long Auction, int Day);

    /// <summary>What is known of the bids with one key; begins as the default.</summary>
    internal readonly record struct Statistics(
        long Bids, long LowBids, long MiddleBids, long HighBids, long LowestPrice, long HighestPrice, long Sum)
    {
        public Statistics Add(long price) => new(
            Bids + 1,
            LowBids + (price < 10_000 ? 1 : 0),
            MiddleBids + (price is >= 10_000 and < 1_000_000 ? 1 : 0),
            HighBids + (price >= 1_000_000 ? 1 : 0),
            Bids == 0 ? price : Math.Min(LowestPrice, price),
            Math.Max(HighestPrice, price),
            Sum + price);
    }

    internal readonly record struct Row(Key Key, Statistics Of) : INexmarkRow
    {
        public void WriteTo(RowWriter row) => row
            .Column(Key.Auction).Column(DateOnly.FromDayNumber(EpochDay + Key.Day))
            .Column(Of.Bids).Column(Of.LowBids).Column(Of.MiddleBids).Column(Of.HighBids)
            .Column(Of.LowestPrice).Column(Of.HighestPrice).Column(Of.Sum / Of.Bids).Column(Of.Sum);
    }
}
