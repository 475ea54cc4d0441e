using System.Globalization;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Examples.Clicks;

/// <summary>
/// Makes clicks, ten a second, and profiles, one a second: the first ones of users and later ones that change them. One user in ten never
/// gets a profile.
/// </summary>
/// <param name="seed">The same seed makes the same streams.</param>
/// <param name="users">How many users there are.</param>
internal sealed class ClickStreams(ulong seed, int users)
{
    /// <summary>How many clicks are made while one profile is.</summary>
    public const int ClicksPerProfile = 10;

    private const long ProfileInterval = 1_000;
    private const long ClickInterval = ProfileInterval / ClicksPerProfile;

    private static readonly string[] Pages = ["/", "/search", "/cart", "/checkout", "/help", "/account"];
    private static readonly string[] Countries = ["CL", "DE", "IS", "JP", "NZ", "US"];
    private static readonly string[] Plans = ["free", "basic", "pro"];

    private readonly string[] _users = [.. Enumerable.Range(0, users).Select(u => string.Create(CultureInfo.InvariantCulture, $"user-{u:000}"))];

    /// <summary>The click of a number, from 0 on.</summary>
    public Click ClickAt(long number)
    {
        var random = new SplitMix64(seed, (ulong)number);
        return new Click(_users[random.Below(users)], number * ClickInterval, Pages[random.Below(Pages.Length)]);
    }

    /// <summary>The profile of a number, from 0 on.</summary>
    public Profile ProfileAt(long number)
    {
        var random = new SplitMix64(~seed, (ulong)number);
        // Every tenth user is passed over: the one before gets a profile more.
        var user = random.Below(users);
        return new Profile(
            _users[user % 10 == 9 ? user - 1 : user], number * ProfileInterval, Countries[random.Below(Countries.Length)], Plans[random.Below(Plans.Length)]);
    }
}
