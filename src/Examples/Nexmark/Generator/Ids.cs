namespace FlowActors.Examples.Nexmark;

/// <summary>
/// The ids that exist when event n happens. Of every 50 events the first is a person, three are auctions and 46 are bids,
/// so that the newest person and the newest auction follow from n.
/// </summary>
internal static class Ids
{
    /// <summary>What is added to the number of a person or an auction to give its id.</summary>
    public const long First = 1000;

    /// <summary>How many events it takes to make one person, three auctions and their bids.</summary>
    public const long Epoch = 50;

    private const long ActivePeople = 1000;
    private const long OpenAuctions = 100;
    private const long Lead = 10;

    public static long Person(long number) => (long)((ulong)number / Epoch);

    public static long Auction(long number)
    {
        var epoch = Person(number);
        var offset = number - epoch * Epoch;
        return offset switch
        {
            < 1 => (epoch - 1) * 3 + 2,
            >= 4 => epoch * 3 + 2,
            _ => epoch * 3 + offset - 1,
        };
    }

    /// <summary>One of the newest 1,000 people, or of the next ten.</summary>
    public static long SomePerson(ref SplitMix64 random, long number)
    {
        var people = Person(number) + 1;
        return people >= ActivePeople
            ? people - ActivePeople + random.Below(ActivePeople + Lead)
            : random.Below(people + Lead);
    }

    /// <summary>One of the newest 101 auctions, or of the next ten.</summary>
    public static long SomeAuction(ref SplitMix64 random, long number)
    {
        var last = Auction(number);
        return last >= OpenAuctions
            ? last - OpenAuctions + random.Below(OpenAuctions + 1 + Lead)
            : random.Below(last + 1 + Lead);
    }

    /// <summary>The one of a hundred that stands for all: hot people and hot auctions.</summary>
    public static long Hot(long number) => (long)((ulong)number / 100 * 100);
}
