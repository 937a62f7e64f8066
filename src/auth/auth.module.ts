import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';
import { AccountRow, ApiTokenRow, SignInRow } from './auth.entity';
import { AuthGuard } from './auth.guard';
import { AuthRepository } from './auth.repository';
import { Csrf } from './csrf';
import { MachineKey } from './machine-key';
import { Passwords } from './passwords';
import { SessionsService } from './sessions.service';
import { SetUp } from './set-up';
import { SignInThrottle } from './sign-in.throttle';
import { TokensController } from './tokens.controller';
import { TokensService } from './tokens.service';

/** Who may do what. With it in the application every route is closed to those who are not let in. */
@Module({
  imports: [TypeOrmModule.forFeature([AccountRow, ApiTokenRow, SignInRow]), AuditModule],
  controllers: [AccountsController, TokensController],
  providers: [
    AuthGuard,
    { provide: APP_GUARD, useExisting: AuthGuard },
    ...[AccountsService, AuthRepository, Csrf, MachineKey, Passwords],
    ...[SessionsService, SetUp, SignInThrottle, TokensService],
  ],
  exports: [AccountsService, AuthGuard, Csrf, MachineKey, SessionsService, SetUp, TokensService],
})
export class AuthModule {}
