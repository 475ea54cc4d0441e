using System.Text.Json.Serialization;

namespace FlowActors.Examples.Nexmark;

/// <summary>
/// What happens in the auction house: a <see cref="Person"/>, an <see cref="Auction"/> or, 46 times in 50, a <see cref="Bid"/>.
/// One object each, so that a stream of events moves references and a query picks its kind by a type test.
/// </summary>
/// <param name="DateTime">When it happens: ms since the epoch, UTC.</param>
[JsonDerivedType(typeof(Person), "person")]
[JsonDerivedType(typeof(Auction), "auction")]
[JsonDerivedType(typeof(Bid), "bid")]
internal abstract record Event(long DateTime);
