using System.Globalization;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Examples.Rules;

/// <summary>
/// Makes payments, ten in a second of event time, and rules, one a minute: each is a new one, changes an earlier one or switches it off.
/// </summary>
/// <param name="seed">The same seed makes the same streams.</param>
/// <param name="accounts">How many accounts there are.</param>
internal sealed class PaymentStreams(ulong seed, int accounts)
{
    /// <summary>How many payments are made while one rule is.</summary>
    public const int PaymentsPerRule = 600;

    private const long PaymentInterval = 100;

    private static readonly string[] Names = ["large", "frequent", "odd"];

    private readonly string[] _accounts = [.. Enumerable.Range(0, accounts).Select(a => string.Create(CultureInfo.InvariantCulture, $"account-{a:000}"))];

    /// <summary>The payment of a number, from 0 on.</summary>
    public Payment PaymentAt(long number)
    {
        var random = new SplitMix64(seed, (ulong)number);
        return new Payment(_accounts[random.Below(accounts)], number * PaymentInterval, 1 + random.Below(1_000));
    }

    /// <summary>The rule of a number, from 0 on.</summary>
    public Rule RuleAt(long number)
    {
        var random = new SplitMix64(~seed, (ulong)number);
        return new Rule(Names[random.Below(Names.Length)], number * PaymentInterval * PaymentsPerRule, 100 * (5 + random.Below(5)), (int)random.Below(5));
    }
}
