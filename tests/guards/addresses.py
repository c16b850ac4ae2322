"""Addresses that stand for all of their kind in the guards."""

PUBLIC_PAGES = (
    "/", "/items", "/items?q=商标", "/items/TM-APP", "/items/TM-APP?on=2016-01-01", "/items/TM-APP/history",
    "/changes", "/editions", "/editions/nat-xzsy-qy__2024-07", "/compare", "/check", "/help", "/privacy",
    "/accessibility", "/sign-in", "/complaints/new", "/complaints",
    "/statistics/complaints", "/statistics/recognition", "/registry", "/registry/procedures",
    "/registry/procedures/se_boiler_periodic",
    "/registry/laboratories", "/registry/standards", "/registry/standards/TSG%2011-2020", "/registry/grounds",
    "/certificates", "/certificates/absent",
)  # fmt: skip
