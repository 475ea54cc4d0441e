using System.Runtime.CompilerServices;

namespace FlowActors.Examples.Nexmark;

/// <summary>
/// Makes the events of the auction house. The event at a position is a pure function of seed, group, rate and position, so
/// any number of source subtasks make their shares without knowing of each other. Immutable; may be used by many threads.
/// </summary>
/// <param name="seed">Other seeds give other events.</param>
/// <param name="group">Events are out of order within groups of so many; at most 1 leaves them in order.</param>
/// <param name="rate">Events a second of event time, at least 1.</param>
internal sealed class NexmarkGenerator(long seed, long group, long rate)
{
    private readonly ulong _seed = (ulong)seed;
    private readonly EventOrder _order = new(group, rate);

    /// <summary>The event at a position of the stream; positions count from 0.</summary>
    public Event At(long position)
    {
        var number = _order.NumberAt(position);
        var random = new SplitMix64(_seed, (ulong)number);
        return ((ulong)number % Ids.Epoch) switch
        {
            0 => PersonAt(ref random, number),
            <= 3 => AuctionAt(ref random, number),
            _ => BidAt(ref random, number),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Bid BidAt(ref SplitMix64 random, long number)
    {
        var auction = random.Below(2) > 0 ? Ids.Hot(Ids.Auction(number)) : Ids.SomeAuction(ref random, number);
        var bidder = random.Below(4) > 0 ? Ids.Hot(Ids.Person(number)) + 1 : Ids.SomePerson(ref random, number);
        var price = Prices.Next(ref random);
        ref readonly var channel = ref random.Below(2) > 0
            ? ref Channels.Hot[random.Below(4)]
            : ref Channels.Others[random.Below(10_000)];
        var extra = ExtraText.ForBid(ref random);
        return new Bid(
            Ids.First + auction, Ids.First + bidder, price, channel.Name, channel.Url, _order.TimestampOf(number), extra);
    }

    private Auction AuctionAt(ref SplitMix64 random, long number)
    {
        var person = random.Below(4) > 0 ? Ids.Hot(Ids.Person(number)) : Ids.SomePerson(ref random, number);
        var category = 10 + random.Below(5);
        var initialBid = Prices.Next(ref random);
        var dateTime = _order.TimestampOf(number);
        var horizon = _order.TimestampOf(number + AuctionHorizon) - dateTime;
        var expires = dateTime + 1 + random.Below(Math.Max(2 * horizon, 1));
        var itemName = Letters.Text(ref random, 20);
        var description = Letters.Text(ref random, 100);
        var reserve = initialBid + Prices.Next(ref random);
        var extra = ExtraText.For(ref random, 48 + itemName.Length + description.Length, desired: 500);
        return new Auction(
            Ids.First + Ids.Auction(number), itemName, description, initialBid, reserve, dateTime, expires,
            Ids.First + person, category, extra);
    }

    private Person PersonAt(ref SplitMix64 random, long number)
    {
        var name = PersonTexts.Name(ref random);
        var email = PersonTexts.EmailAddress(ref random);
        var card = PersonTexts.CreditCard(ref random);
        var city = PersonTexts.City(ref random);
        var state = PersonTexts.State(ref random);
        var size = 8 + name.Length + email.Length + card.Length + city.Length + state.Length;
        var extra = ExtraText.For(ref random, size, desired: 200);
        return new Person(Ids.First + Ids.Person(number), name, email, card, city, state, _order.TimestampOf(number), extra);
    }

    /// <summary>An auction is open for about as long as so many events take: those in which 100 more auctions open.</summary>
    private const long AuctionHorizon = 1666;
}
