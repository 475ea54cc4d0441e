namespace FlowActors.Examples.Nexmark;

/// <summary>Somebody registers.</summary>
internal sealed record Person(
    long Id,
    string Name,
    string EmailAddress,
    string CreditCard,
    string City,
    string State,
    long DateTime,
    string Extra) : Event(DateTime);
